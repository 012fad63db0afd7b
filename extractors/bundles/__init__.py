"""Files that hold others: ZIP archives, mails and pages saved as mails."""
