// Journeys are in test/. This project ships nothing.
export {};
