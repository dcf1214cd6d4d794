"""What is true: the workforce domain, the contributor database and the policy index."""
