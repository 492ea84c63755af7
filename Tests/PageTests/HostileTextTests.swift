import EventSourcing
import Testing

@testable import Gateway

/// Names and texts of people are text, whatever is in them.
@Suite struct HostileTextTests {
    static let names = [
        "<script>document.title='taken'</script>", "</title><img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>", "{{frame.token}} {{{name}}}", "&lt;b&gt; &amp;",
        // An accent makes another character of the quotation mark, and not of its byte.
        "\"\u{301} onmouseover=alert(1) x=\"\u{301}", "<\u{338}script>", "'\u{fe0f}'`",
        "日本語 العربية",
    ]

    /// What ends an attribute is escaped by its scalar, whatever stands on it.
    @Test(arguments: [
        ("\"\u{301} x", "&quot;\u{301} x"), ("'\u{fe0f}", "&#39;\u{fe0f}"),
        ("<\u{338}&\u{301}>\u{301}", "&lt;\u{338}&amp;\u{301}&gt;\u{301}"),
        ("Béla & Şahin\r\n", "Béla &amp; Şahin\r\n"),
    ])
    func `text is escaped scalar by scalar`(text: String, escaped: String) {
        #expect(Array(PageText().escapeText(text).utf8) == Array(escaped.utf8))
    }

    @Test func `a hostile name is shown as it is, and runs nothing`() async throws {
        let world = try await PageWorld.make()
        let club = try await world.club("Chess")
        for name in Self.names { try await world.join(club, try await world.person(name)) }
        for script in [true, false] {
            try await Browser.open(.init(runsScript: script)) { browser in
                try await browser.signIn(world.teacher, to: "/c/\(club)", in: world)
                let shown = try await browser.run(
                    "return [...document.querySelectorAll('#members .name > bdi')]"
                        + ".map(name => name.textContent)")
                #expect(shown == .array(Self.names.map { .string($0) }))
                #expect(try await browser.title == "Chess")
                #expect(try await browser.count("main script, main img, main [onload]") == 0)
                #expect(try await browser.count("[onmouseover], [onerror]") == 0)
                #expect(try await browser.complaints() == [])
            }
        }
    }

    @Test(arguments: names) func `a club of a hostile name has a page`(name: String) async throws {
        let world = try await PageWorld.make()
        let club = try await world.club(name, ["summary": .string(name)])
        try await Browser.open { browser in
            try await browser.signIn(world.teacher, to: "/c/\(club)", in: world)
            #expect(
                try await browser.run("return document.querySelector('h1').textContent")
                    == .string(name))
            #expect(
                try await browser.run("return document.querySelector('.lead').textContent")
                    == .string(name))
            #expect(try await browser.title == name)
            try await browser.visit(world.address + "/")
            #expect(
                try await browser.run("return document.querySelector('h2').textContent")
                    == .string(name))
            #expect(try await browser.count("main script, [onmouseover], [onerror], [onload]") == 0)
            #expect(try await browser.complaints() == [])
        }
    }
}
