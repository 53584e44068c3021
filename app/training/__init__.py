"""The tutor's path: lessons, attempts, grading, the gate and the certificate."""
