extension String {
    /// Whether nothing in the text steers a terminal or a page, or makes it read as another.
    ///
    /// Control characters and separators of lines do, and the marks that turn the direction of what
    /// stands around them. Joiners and other format characters belong to the scripts that need them:
    /// Persian, Sinhala and many more.
    package func isPlainText(isMultiline: Bool) -> Bool {
        unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control: isMultiline && (scalar == "\n" || scalar == "\t")
            case .lineSeparator, .paragraphSeparator: false
            case .format: !scalar.turnsDirection
            default: true
            }
        }
    }
}

extension Unicode.Scalar {
    /// The embeddings, overrides and isolates of the bidirectional algorithm (UAX #9).
    fileprivate var turnsDirection: Bool {
        (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
    }
}
