"""The trainers' side: publishing, and each module's figures."""
