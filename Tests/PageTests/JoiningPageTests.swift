import EventSourcing
import Foundation
import TestSupport
import Testing

/// Forms of a club's page, sent by a person without script.
@Suite struct JoiningPageTests {
    private let plain = Browser.Settings(runsScript: false)

    @Test func `a person joins, sees their number, and leaves again`() async throws {
        let world = try await PageWorld.make()
        let club = try await world.club("Chess")
        let ada = try await world.person("Ada")
        try await Browser.open(plain) { browser in
            try await browser.signIn(ada, to: "/c/\(club)", in: world)
            #expect(try await browser.text("#you h2") == "There is a seat for you")
            #expect(try await browser.text("#gates").contains("Enrolment open for you"))

            try await browser.follow("#join")
            #expect(try await browser.text(".notice") == "Welcome! You are in.")
            #expect(try await browser.text("#you").contains("Number 1, since"))
            #expect(try await browser.text("#members").contains("Ada"))

            try await browser.click("#leaving summary")
            try await browser.follow("#leaving button")
            #expect(try await browser.text(".notice").hasPrefix("You have left the club."))
            #expect(try await browser.text("#seats .figure").hasPrefix("0 members"))
        }
        let answer = try await world.caller(ada).get("/v1/clubs/\(club)")
        #expect(try answer.json["members"] == 0)
    }

    @Test func `whoever finds no seat is told the place in advance, and why it is theirs`()
        async throws
    {
        let world = try await PageWorld.make()
        let club = try await world.club("Chess", ["capacity": 1])
        let people = try await ["Ada", "Boadicea", "Cleopatra"].asyncMap {
            try await world.person($0)
        }
        try await world.join(club, people[0])
        try await world.join(club, people[1])
        try await Browser.open(plain) { browser in
            try await browser.signIn(people[2], to: "/c/\(club)", in: world)
            #expect(
                try await browser.text("#you h2") == "You would be number 2 on the waitlist")
            #expect(
                try await browser.text("#gates")
                    .contains("The one seat is taken or on offer: you would be number 2"))

            try await browser.follow("#join")
            #expect(try await browser.text("#you h2") == "You are number 2 on the waitlist")
            let why = try await browser.text("#why")
            #expect(why.contains("One person is ahead of you."))
            #expect(why.contains("2 seats have to become free"))
            #expect(why.contains("You joined the waitlist"))
            // Others are counted and never named.
            #expect(try await !browser.source.contains("Boadicea"))

            try await browser.click("#withdrawal summary")
            try await browser.follow("#withdrawal button")
            #expect(try await browser.text(".notice") == "It is withdrawn. You can ask again.")
        }
    }

    @Test func `an offered seat is accepted, or declined for the next in line`() async throws {
        let world = try await PageWorld.make()
        let club = try await world.club("Chess", ["capacity": 1])
        let people = try await ["Ada", "Boadicea", "Cleopatra"].asyncMap {
            try await world.person($0)
        }
        for person in people { try await world.join(club, person) }
        try await world.leave(club, people[0])
        try await Browser.open(plain) { browser in
            try await browser.signIn(people[1], to: "/c/\(club)", in: world)
            try await browser.reload { try await $0.has("#accept") }
            #expect(try await browser.text("#you h2") == "A seat is on offer to you")
            #expect(try await browser.has("#you .until time[datetime]"))
            try await browser.follow("#decline")
            #expect(try await browser.text(".notice").hasPrefix("You have passed on the seat"))
        }
        try await Browser.open(plain) { browser in
            try await browser.signIn(people[2], to: "/c/\(club)", in: world)
            try await browser.reload { try await $0.has("#accept") }
            try await browser.follow("#accept")
            #expect(try await browser.text("#you h2") == "You are a member")
        }
    }

    @Test func `a lead reads what an applicant says`() async throws {
        let world = try await PageWorld.make()
        let club = try await world.club("Poets", ["joinPolicy": "approval"])
        let ada = try await world.person("Ada")
        try await Browser.open(plain) { browser in
            try await browser.signIn(ada, to: "/c/\(club)", in: world)
            try await browser.type("I write haiku & more", into: "#answers")
            try await browser.follow("#join")
            #expect(try await browser.text("#you h2") == "You have asked to join")
        }
        let requests = try await world.caller(world.teacher)
            .get("/v1/clubs/\(club)/join-requests")
        guard case .array(let items)? = try requests.json["items"] else {
            throw BrowserFailure("\(requests)")
        }
        #expect(items.first?["answers"] == "I write haiku & more")
        try await Browser.open(plain) { browser in
            try await browser.signIn(world.teacher, to: "/c/\(club)", in: world)
            #expect(try await browser.text("#members").contains("Who has asked"))
        }
    }

    @Test func `a wrong code is refused in place, with the way out`() async throws {
        let world = try await PageWorld.make()
        let club = try await world.club("Stars", ["joinPolicy": "invite"])
        let ada = try await world.person("Ada")
        try await world.settle(
            await world.caller(world.teacher).post(
                "/v1/clubs/\(club)/invites",
                ["code": "under-the-dome", "expiresAt": "2099-01-01T00:00:00Z", "maxUses": 1]),
            by: world.teacher)
        try await Browser.open(plain) { browser in
            try await browser.signIn(ada, to: "/c/\(club)", in: world)
            #expect(try await browser.text("#gates .shut").contains("not for you yet"))
            try await browser.type("under-the-bed", into: "#code")
            try await browser.follow("#join")
            #expect(
                try await browser.text("#refusal")
                    == "This code is not known here.\nCheck it, or ask a lead for a new one.")
            try await browser.type("under-the-dome", into: "#code")
            try await browser.follow("#join")
            #expect(try await browser.text("#you h2") == "You are a member")
        }
    }

    @Test(
        arguments: [
            (["ageBands": ["adult"]], "Ages", "The club is for people of another age."),
            (
                ["joinPolicy": "open", "closed": true], "Enrolment", "Enrolment is closed."
            ),
        ] as [(JSONValue, String, String)])
    func `a shut gate is named before anybody asks`(
        club more: JSONValue, gate: String, words: String
    ) async throws {
        let world = try await PageWorld.make()
        var more = more
        let isClosed = more["closed"] != nil
        if isClosed { more = [:] }
        let club = try await world.club("Chess", more)
        if isClosed {
            try await world.settle(
                await world.caller(world.teacher)
                    .send("DELETE", "/v1/clubs/\(club)/enrolment-windows"), by: world.teacher)
        }
        let ada = try await world.person("Ada")
        try await Browser.open(plain) { browser in
            try await browser.signIn(ada, to: "/c/\(club)", in: world)
            try await browser.reload { try await $0.has("#gates .shut") }
            #expect(try await browser.text("#you").contains(words))
            #expect(try await browser.text("#gates .shut dt").hasPrefix(gate))
            #expect(try await !browser.has("#join"))
        }
    }

    @Test func `below the consent age a guardian decides, and the page says how`() async throws {
        let world = try await PageWorld.make()
        let club = try await world.club("Chess")
        let kim = try await world.person("Kim", ageBand: "10-12")
        try await Browser.open(plain) { browser in
            try await browser.signIn(kim, to: "/c/\(club)", in: world)
            #expect(try await browser.text("#gates .shut").hasPrefix("Guardian"))
            #expect(try await browser.text("#you").contains("a guardian decides about clubs"))
        }
    }
}

extension Array {
    func asyncMap<Other>(_ transform: (Element) async throws -> Other) async throws -> [Other] {
        var others: [Other] = []
        for element in self { others.append(try await transform(element)) }
        return others
    }
}

extension Browser {
    /// Loads the page again until it shows what a policy is about to do.
    func reload(until condition: (Browser) async throws -> Bool) async throws {
        let address = try await address
        try await wait("a reload shows it") { browser in
            try await browser.visit(address)
            return try await condition(browser)
        }
    }
}
