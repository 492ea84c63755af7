import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing

/// The karate club's page, as `clubs demo` has told its life: any day of it can be looked at.
@Suite(.serialized) struct PastPageTests {
    /// A service over the demo's log, and somebody who stayed in the club.
    struct Karate: Sendable {
        let service: TestService
        let tenant: String
        let member: String

        static let shared = Task { try await tell() }

        private static func tell() async throws -> Karate {
            let installation = try await TestInstallation.make()
            var environment = installation.environment
            environment["CLUBS_JWKS"] = nil
            environment["CLUBS_DATA"] = installation.folder + "/demo"
            let demo = try await ClubsTool.run(["demo", "--once"], environment: environment)
            guard demo.status == 0 else { throw BrowserFailure(demo.errors) }
            let connection = try await Connection.open(installation.database.configuration)
            let rows = try await connection.query(
                """
                SELECT tenant, person FROM read.membership
                WHERE state = 'member' ORDER BY member_no DESC LIMIT 1
                """
            ).rows
            await connection.close()
            guard let row = rows.first else { throw BrowserFailure("nobody is in the club") }
            let (tenant, person) = try row.decode(UUID.self, UUID.self)
            return Karate(
                service: try await TestService.start(installation),
                tenant: tenant.uuidString.lowercased(), member: person.uuidString.lowercased())
        }

        func signIn(_ browser: Browser, to path: String) async throws {
            try await browser.visit(
                PageWorld.link(service, person: member, tenant: tenant, next: path))
            try await browser.follow("#come-in")
        }
    }

    @Test(arguments: [true, false])
    func `a visitor sees the club and its numbers, and nobody but who leads`(
        script: Bool
    ) async throws {
        let karate = try await Karate.shared.value
        try await Browser.open(.init(runsScript: script)) { browser in
            try await browser.visit(karate.service.address + "/c/karate")
            #expect(try await browser.text("h1") == "Karate Club")
            #expect(try await browser.text("#seats .figure").hasPrefix("17 members"))
            #expect(try await browser.text("#seats").contains("John A."))
            #expect(try await !browser.source.contains("Member 10"))
            #expect(try await browser.text(".foot").contains("America/Chicago"))
            #expect(try await browser.complaints() == [])
        }
    }

    @Test(arguments: [
        ("1972-04-02", "34 members", "Sunday 2 April 1972, at the end of the day"),
        ("1972-04-03", "28 members", "Monday 3 April 1972, at the end of the day"),
        ("1972-04-04", "22 members", "Tuesday 4 April 1972, at the end of the day"),
        ("1972-04-10", "17 members", "Monday 10 April 1972, at the end of the day"),
        ("1972-04-04T23:30:00Z", "16 members", "4 April 1972, 17:30"),
    ])
    func `a past day shows the roster of that day and says so`(
        asOf: String, members: String, words: String
    ) async throws {
        let karate = try await Karate.shared.value
        try await Browser.open(.init(runsScript: false)) { browser in
            try await karate.signIn(browser, to: "/c/karate?asOf=\(asOf)")
            #expect(try await browser.text(".banner").contains(words))
            if asOf.count == 10 {
                #expect(try await browser.text("#members .count") == members)
                let count = Int(members.prefix(2))
                #expect(try await browser.count("#members .roster li") == count)
            }
            #expect(try await !browser.has("form[action$='/join'], form[action$='/leave']"))
            try await browser.follow(".banner a")
            #expect(try await !browser.has(".banner"))
            #expect(try await browser.text("#members .count") == "17 members")
        }
    }

    @Test func `those who have left since are told apart, and not by their look alone`()
        async throws
    {
        let karate = try await Karate.shared.value
        try await Browser.open(.init(runsScript: false)) { browser in
            try await karate.signIn(browser, to: "/c/karate?asOf=1972-04-02")
            #expect(try await browser.count("#members .gone") == 17)
            #expect(try await browser.text("#members .gone").contains("(not a member today)"))
            #expect(try await browser.text("#members").contains("17 of them are members today"))
        }
    }

    @Test func `one walks through time by links, and by choosing a day`() async throws {
        let karate = try await Karate.shared.value
        try await Browser.open(.init(runsScript: false)) { browser in
            try await browser.visit(karate.service.address + "/c/karate")
            try await browser.follow("a[rel=prev]")
            #expect(try await browser.address.hasSuffix("/c/karate?asOf=1972-04-04"))
            try await browser.follow("a[rel=prev]")
            #expect(try await browser.text("#seats .figure").hasPrefix("28 members"))
            try await browser.follow("a[rel=next]")
            #expect(try await browser.text("#seats .figure").hasPrefix("22 members"))
            try await browser.click("#year-1971 summary")
            try await browser.follow("#year-1971 .days a[href$='1971-06-14']")
            #expect(try await browser.text("#seats .figure").hasPrefix("21 members"))
            // How a day is typed depends on the machine's language.
            try await browser.run("document.getElementById('as-of').value = '1971-12-13'")
            try await browser.follow(".day button")
            #expect(try await browser.address.hasSuffix("asOf=1971-12-13"))
            #expect(try await browser.text("#seats .figure").hasPrefix("34 members"))
        }
    }

    @Test func `before the founding there is no club, and the page says so`() async throws {
        let karate = try await Karate.shared.value
        try await Browser.open(.init(runsScript: false)) { browser in
            try await browser.visit(karate.service.address + "/c/karate?asOf=1970-09-01")
            #expect(try await browser.text(".banner").contains("there was no Karate Club yet"))
            #expect(try await !browser.has("#seats"))
            #expect(try await browser.has("a[rel=next][href$='asOf=1970-09-07']"))
        }
    }

    @Test(arguments: ["1972-13-40", "yesterday", "@999999"])
    func `a moment that is none is refused with words for people`(asOf: String) async throws {
        let karate = try await Karate.shared.value
        let answer = try await karate.service.nobody.get(
            "/c/karate?asOf=\(asOf)", headers: ["Accept": "text/html"])
        #expect(answer.status == 400)
        #expect(answer.text.contains("This is no day"))
    }
}
