import EventSourcing
import TestSupport
import Testing

/// Pages for everybody: WCAG 2.2 AA as far as a program can tell, by keyboard, and on any screen.
@Suite struct AccessibilityTests {
    /// The pages in all their states, each with somebody to look at it.
    struct Gallery: Sendable {
        let world: PageWorld
        let pages: [(what: String, person: String?, path: String)]

        static let shared = Task { try await hang() }

        private static func hang() async throws -> Gallery {
            let world = try await PageWorld.make()
            let full = try await world.club(
                "Chess", ["capacity": 1, "kind": "chess", "groups": ["blue-team"]])
            let people = try await ["Ada", "Bo", "Cleo"].asyncMap { try await world.person($0) }
            for person in people.prefix(2) { try await world.join(full, person) }
            let invite = try await world.club("Stars", ["joinPolicy": "invite", "kind": "science"])
            let approval = try await world.club(
                "Poets", ["joinPolicy": "approval", "kind": "music"])
            return Gallery(
                world: world,
                pages: [
                    ("signing in", nil, try world.link(people[0], next: "/")),
                    ("a visitor's", nil, "/"), ("a problem's", nil, "/problems/reapply-later"),
                    ("the directory", people[0], "/"), ("a member's", people[0], "/c/\(full)"),
                    ("a waiting person's", people[1], "/c/\(full)"),
                    ("a lead's", world.teacher, "/c/\(full)"),
                    ("a form of codes", people[2], "/c/\(invite)"),
                    ("a form of answers", people[2], "/c/\(approval)"),
                    ("the past", people[0], "/c/\(full)?asOf=@6"),
                    ("before the founding", people[0], "/c/\(full)?asOf=2020-01-01"),
                    ("nothing", people[0], "/c/nowhere"),
                ])
        }

        /// Shows `body` one page after the other, visitors' first.
        func visit(
            _ settings: Browser.Settings, _ body: (Browser, String) async throws -> Void
        ) async throws {
            try await Browser.open(settings) { browser in
                var person: String?
                for page in pages {
                    if let next = page.person, next != person {
                        try await browser.signIn(next, to: "/", in: world)
                        person = next
                    }
                    let isWhole = page.path.hasPrefix("http")
                    try await browser.visit(isWhole ? page.path : world.address + page.path)
                    try await body(browser, page.what)
                }
            }
        }
    }

    @Test(arguments: [(1280, false), (1280, true), (360, false), (360, true)])
    func `axe finds nothing wrong`(width: Int, isDark: Bool) async throws {
        let gallery = try await Gallery.shared.value
        try await gallery.visit(.init(width: width, isDark: isDark)) {
            (browser, what) async throws in
            let faults = try await Axe.faults(in: browser)
            #expect(faults == [], "\(what), \(width) wide\(isDark ? ", dark" : "")")
        }
    }

    @Test(arguments: [320, 360, 768, 1920])
    func `no page is wider than the screen`(width: Int) async throws {
        let gallery = try await Gallery.shared.value
        try await gallery.visit(.init(width: width)) { (browser, what) async throws in
            #expect(try await browser.run("return innerWidth") == .integer(Int64(width)))
            #expect(
                try await browser.run(
                    "return document.documentElement.scrollWidth <= window.innerWidth")
                    == true, "\(what), \(width) wide")
        }
    }

    @Test func `the keyboard reaches everything, in the order in which it is read`() async throws {
        let world = try await PageWorld.make()
        let club = try await world.club("Chess")
        let ada = try await world.person("Ada")
        try await Browser.open { browser in
            try await browser.signIn(ada, to: "/c/\(club)", in: world)
            var order: [String] = []
            for _ in 0..<8 {
                try await browser.press(tab: 1)
                order.append(
                    try await browser.run(
                        """
                        const at = document.activeElement;
                        return at.id || at.textContent.trim();
                        """
                    ).string ?? "")
            }
            #expect(
                Array(order.prefix(5))
                    == ["Skip to the content", "Clubs", "Sign out", "join", "as-of"])
            // What has the focus can be seen.
            try await browser.run("document.getElementById('join').focus()")
            try await browser.press(tab: 1)
            #expect(
                try await browser.run(
                    "return getComputedStyle(document.activeElement).outlineStyle")
                    == "solid")
        }
    }

    @Test func `a page is one language, one heading, and named regions`() async throws {
        let gallery = try await Gallery.shared.value
        try await gallery.visit(.init(runsScript: false)) { (browser, what) async throws in
            #expect(try await browser.run("return document.documentElement.lang") == "en")
            #expect(try await browser.count("h1") == 1, "\(what)")
            #expect(try await browser.count("main") == 1, "\(what)")
            #expect(try await !browser.title.isEmpty, "\(what)")
        }
    }

    @Test func `a page may run and load what is ours, and nothing else`() async throws {
        let world = try await PageWorld.make()
        let page = try await world.service.nobody.get(
            "/problems/not-found", headers: ["Accept": "text/html"])
        let policy = try #require(page[header: "Content-Security-Policy"])
        #expect(policy.contains("default-src 'none'"))
        #expect(!policy.contains("unsafe-inline"))
        #expect(page[header: "Cache-Control"] == "private, no-cache")
        let style = try #require(page.text.firstMatch(of: /href="(\/assets\/clubs-[^"]+)"/))
        let sheet = try await world.service.nobody.get(String(style.1))
        #expect(sheet[header: "Cache-Control"] == "public, max-age=31536000, immutable")
        #expect(sheet[header: "Content-Type"] == "text/css; charset=utf-8")
        // A page with its style and script stays small on a slow line.
        #expect(sheet.body.count < 20_000)
    }
}
