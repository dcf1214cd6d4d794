"""What people see of their own records, what they contest in them, and what becomes of that."""
