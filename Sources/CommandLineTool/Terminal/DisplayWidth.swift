extension String {
    /// How many columns of a terminal the text takes.
    var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }
}

extension Character {
    /// Two for what Unicode calls wide and for emoji, none for what only marks or controls.
    fileprivate var displayWidth: Int {
        guard let first = unicodeScalars.first else { return 0 }
        switch first.properties.generalCategory {
        case .control, .format, .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        let hasPictureForm = unicodeScalars.contains { $0 == "\u{FE0F}" }
        let isPicture = first.properties.isEmojiPresentation || hasPictureForm
        return isPicture || Self.isWide(first) ? 2 : 1
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        wideBlocks.contains { $0.contains(scalar.value) }
    }

    /// The blocks of UAX #11 that are wide or fullwidth throughout.
    private static let wideBlocks: [ClosedRange<UInt32>] = [
        0x1100...0x115F,  // Hangul Jamo, the leading consonants
        0x2E80...0x303E,  // radicals, Kangxi, CJK punctuation
        0x3041...0x33FF,  // kana, Bopomofo, compatibility letters
        0x3400...0x4DBF, 0x4E00...0x9FFF,  // unified ideographs
        0xA000...0xA4CF,  // Yi
        0xAC00...0xD7A3,  // Hangul syllables
        0xF900...0xFAFF,  // compatibility ideographs
        0xFE30...0xFE6F,  // compatibility forms
        0xFF00...0xFF60, 0xFFE0...0xFFE6,  // fullwidth forms
        0x20000...0x3FFFD,  // ideographs of the supplementary planes
    ]
}
