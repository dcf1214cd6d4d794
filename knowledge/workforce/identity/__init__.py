"""Is it one person? Records of several systems compared, with a probability and its evidence; a person decides."""
