"""What the bad requests have in common."""

COMMENTS = "/api/v1/comments"
SOME_ID = "01a2140d-0983-7d68-b4e1-ee6cde43a68f"
LONE = "\ud83d"
