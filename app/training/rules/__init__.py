"""The rules of training, pure: the gate, the drawing, the grading, the policy of attempts, and answers as positions."""
