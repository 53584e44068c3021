"""Questions from and to the formats of other platforms: GIFT, Moodle XML, QTI. Nothing here touches the database.

Each format reads a file into `Read` (items, and what could not be kept, each with its line) and writes items back.
"""
