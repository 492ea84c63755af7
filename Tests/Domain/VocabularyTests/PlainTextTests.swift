import Testing
import Vocabulary

@Suite("Plain text") struct PlainTextTests {
    @Test(arguments: [
        // Sinhala and Devanagari with joiners, Persian with a non-joiner, a family of three.
        "ශ්\u{200D}රී ලංකා", "क्\u{200D}ष", "علی\u{200C}رضا", "👩\u{200D}👩\u{200D}👧",
        "Zoë", "李小龍", "O’Neill", "a\u{AD}b", "\u{200F}שלום", "",
    ])
    func `names of every script are plain`(text: String) {
        #expect(text.isPlainText(isMultiline: false))
    }

    @Test(arguments: [
        "a\u{0}b", "a\u{7}", "\u{1B}[2J", "\u{85}", "\u{2028}", "\u{2029}", "abc\u{202E}fdp",
        "\u{2066}a\u{2069}",
    ])
    func `what steers a terminal or a page is not`(text: String) {
        #expect(!text.isPlainText(isMultiline: true))
    }

    @Test func `lines and tabs are for texts of several lines`() {
        #expect("a\n\tb".isPlainText(isMultiline: true))
        #expect(!"a\nb".isPlainText(isMultiline: false) && !"a\tb".isPlainText(isMultiline: false))
    }
}
