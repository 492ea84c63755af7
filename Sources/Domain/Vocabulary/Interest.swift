import JSONCoding

/// Something that a person likes or a club is about: `astronomy`.
///
/// A closed list, because what a child types into an open field is personal text, and that never
/// enters the log. Decoding checks the form alone, so that a word may be retired from the list;
/// the deciders ask `isKnown` of each interest that a new command brings.
package struct Interest: CheckedText {
    package static let rule =
        "an interest: lower-case words with hyphens, at most 40 characters, such as astronomy"

    package let text: String

    package init(accepted text: String) { self.text = text }

    package static func accepts(_ text: String) -> Bool { text.isKebabCase(length: 1...40) }

    package var isKnown: Bool { Self.knownSet.contains(self) }

    /// In the order of the alphabet.
    package static let known: [Interest] = [
        "animals", "archery", "art", "astronomy", "athletics", "badminton", "baking", "ballet",
        "basketball", "biology", "board-games", "chemistry", "chess", "choir", "climate",
        "coding", "cooking", "crafts", "cricket", "cycling", "dance", "debating", "design",
        "drama", "drawing", "electronics", "engineering", "film", "football", "gardening",
        "geography", "geology", "guitar", "gymnastics", "history", "jazz", "journalism", "karate",
        "languages", "literature", "mathematics", "medicine", "music", "nature", "orchestra",
        "painting", "philosophy", "photography", "physics", "piano", "poetry", "psychology",
        "puzzles", "reading", "robotics", "rowing", "running", "sailing", "science", "singing",
        "swimming", "table-tennis", "tennis", "theatre", "violin", "volleyball", "volunteering",
        "writing", "yoga",
    ]

    private static let knownSet = Set(known)
}

extension JSONFields {
    /// A list of interests; here, where Swift knows the type, for a log is full of them.
    ///
    /// - Throws: `DecodingError`, also where there is no such key.
    package func interests(_ key: String) throws -> [Interest] {
        try list(key, expected: Interest.rule) { Interest($0) }
    }
}
