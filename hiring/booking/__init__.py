"""Interviews are booked, moved and called off here, by a recruiter or by the candidate who picks a time."""
