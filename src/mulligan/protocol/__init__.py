"""JUDGE: a protocol is data that the organisation owns; judging by it is a pure function."""
