"""Pages read from their pictures: scans, photographs, pages whose text layer is garbled. Needs the extra [ocr]."""
