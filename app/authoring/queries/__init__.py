"""What the trainers' pages read: figures of what is published, and drafts."""
