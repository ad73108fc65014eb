"""The visit: six steps from preparation to the report in the company's hand."""
