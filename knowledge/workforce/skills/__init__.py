"""Names of skills: how what somebody wrote is linked to the company's vocabulary."""
