extension SQL {
    /// What a statement does to the transaction around it, as far as its first word tells.
    enum Effect {
        /// Leaves nothing behind, so it may be cancelled at any moment.
        case reads
        /// Stores something, or may.
        case writes
        case begins
        case commits
        case rollsBack
    }

    /// Judged by the first word; a `WITH` writes if a writing word stands anywhere in it.
    ///
    /// A `SELECT` is taken to read: one that calls a writing function should stand in a
    /// transaction, or have no time-out.
    var effect: Effect {
        var word = ""
        for byte in text.utf8.drop(while: { $0 <= UInt8(ascii: " ") }) {
            guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) else { break }
            word.unicodeScalars.append(Unicode.Scalar(byte & ~0x20))
        }
        switch word {
        case "SELECT", "VALUES", "TABLE", "SHOW", "SET", "RESET", "LISTEN", "UNLISTEN":
            return .reads
        case "BEGIN", "START": return .begins
        case "COMMIT", "END", "PREPARE": return .commits
        case "ROLLBACK", "ABORT": return .rollsBack
        case "WITH": return containsWritingWord ? .writes : .reads
        default: return .writes
        }
    }

    private var containsWritingWord: Bool {
        let upper = text.uppercased()
        return ["INSERT", "UPDATE", "DELETE", "MERGE"].contains { upper.contains($0) }
    }
}
