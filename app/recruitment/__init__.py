"""Sign-up links, arrivals, eligibility, charter and testimonials."""
