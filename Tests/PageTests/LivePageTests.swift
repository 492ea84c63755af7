import EventSourcing
import TestSupport
import Testing

/// An open page, while things happen elsewhere.
@Suite struct LivePageTests {
    @Test func `a join over the API appears on the open page without a reload`() async throws {
        let world = try await PageWorld.make()
        let club = try await world.club("Chess", ["capacity": 2])
        let ada = try await world.person("Ada")
        let bo = try await world.person("Bo")
        try await world.join(club, ada)
        try await Browser.open { browser in
            try await browser.signIn(ada, to: "/c/\(club)", in: world)
            try await browser.wait("the stream is open") { try await $0.has(".is-live") }
            #expect(try await browser.count("#members .roster li") == 1)
            try await browser.run("window.stayed = true")
            try await browser.run("document.querySelector('#leaving summary').focus()")

            try await world.join(club, bo)
            try await browser.wait("Bo appears") {
                try await $0.text("#members").contains("Bo")
            }
            #expect(try await browser.text("#seats .figure") == "2 members on 2 seats")
            #expect(try await browser.run("return window.stayed") == true)
            #expect(
                try await browser.run("return document.getElementById('live').textContent")
                    == "2 members on 2 seats")
            #expect(
                try await browser.run("return document.getElementById('live').ariaLive")
                    == "polite")
            #expect(try await browser.complaints() == [])
        }
    }

    @Test func `a seat that becomes free is offered before the eyes of who waits`() async throws {
        let world = try await PageWorld.make()
        let club = try await world.club("Chess", ["capacity": 1])
        let ada = try await world.person("Ada")
        let bo = try await world.person("Bo")
        try await world.join(club, ada)
        try await world.join(club, bo)
        try await Browser.open { browser in
            try await browser.signIn(bo, to: "/c/\(club)", in: world)
            try await browser.wait("the stream is open") { try await $0.has(".is-live") }
            #expect(try await browser.text("#you h2") == "You are number 1 on the waitlist")
            try await world.leave(club, ada)
            try await browser.wait("the offer appears") { try await $0.has("#accept") }
            try await browser.follow("#accept")
            #expect(try await browser.text("#you h2") == "You are a member")
        }
    }

    @Test func `what somebody is typing is left alone`() async throws {
        let world = try await PageWorld.make()
        let club = try await world.club("Poets", ["joinPolicy": "approval"])
        let ada = try await world.person("Ada")
        let bo = try await world.person("Bo")
        try await Browser.open { browser in
            try await browser.signIn(ada, to: "/c/\(club)", in: world)
            try await browser.wait("the stream is open") { try await $0.has(".is-live") }
            try await browser.type("I write", into: "#answers")
            let request = try await world.caller(bo).post("/v1/clubs/\(club)/members", [:])
            #expect(request.status == 202)
            let approved = try await world.caller(world.teacher).post(
                "/v1/join-requests/\(try Self.request(in: request.json))/approval", [:])
            #expect(approved.status == 200)
            try await browser.wait("Bo is counted") {
                try await $0.text("#seats .figure").hasPrefix("1 member")
            }
            #expect(
                try await browser.run("return document.getElementById('answers').value")
                    == "I write")
        }
    }

    @Test func `a page whose stream was refused opens it again`() async throws {
        try await withService { service in
            let world = try await PageWorld.make(in: service)
            let club = try await world.club("Chess", ["capacity": 2])
            let ada = try await world.person("Ada")
            let bo = try await world.person("Bo")
            try await Browser.open { browser in
                try await browser.signIn(ada, to: "/c/\(club)", in: world)
                try await browser.wait("the stream is open") { try await $0.has(".is-live") }
                try await world.join(club, bo)
                try await browser.wait("the first join appears") {
                    try await $0.text("#seats .figure").hasPrefix("1 member")
                }
                // Another one that shares its fate, and can be looked at.
                try await browser.run(
                    "window.twin = new EventSource("
                        + "document.querySelector('[data-stream]').dataset.stream)")
                try await browser.wait("its twin is open") {
                    try await $0.run("return window.twin.readyState") == 1
                }
                // Both end, and the next opening is answered with 503.
                let database = service.installation.database
                try await database.refuseConnections()
                try await browser.wait("it is refused") {
                    try await $0.run("return window.twin.readyState") == 2
                }
                try await browser.wait("the stream is over") { try await !$0.has(".is-live") }
                try await database.acceptConnections()
                try await browser.wait("it is open again") { try await $0.has(".is-live") }
                try await world.join(club, ada)
                try await browser.wait("the join appears") {
                    try await $0.text("#seats .figure").hasPrefix("2 members")
                }
            }
        }
    }

    private static func request(in answer: JSONValue) throws -> String {
        guard case .array(let events)? = answer["events"],
            let id = events.first?["data"]?["request"]?.string
        else { throw BrowserFailure("\(answer)") }
        return id
    }
}
