"""Reading the words in pictures: an engine behind a small contract, installed by ``make ocr`` where it is wanted."""
