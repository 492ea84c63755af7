import Testing

@testable import Gateway

/// Rows that are written in Swift.
struct MarkupTests {
    @Test func `what is put in is text, and only markup is markup`() {
        let name = "<b>\"O'Neil\" & Co</b>"
        let row: Markup = "<td>\(name)</td>\("<i>\(7)</i>" as Markup)"
        #expect(
            row.text
                == "<td>&lt;b&gt;&quot;O&#39;Neil&quot; &amp; Co&lt;/b&gt;</td><i>7</i>")
        #expect(PageText.escape("\"\u{301}") == "&quot;\u{301}")
        #expect(PageText.escape("Zoë – 王") == "Zoë – 王")
    }

    @Test func `what is not there leaves nothing`() {
        let (text, number, part): (String?, Int?, Markup?) = (nil, nil, nil)
        let nothing: Markup = "\(text)\(number)\(part)\(" open", if: false)\([] as [Markup])"
        #expect(nothing.text.isEmpty)
        #expect(("<tr\(" open", if: true)>" as Markup).text == "<tr open>")
        #expect(Markup(["<a>", "<b>"]).description == "<a><b>")
    }
}
