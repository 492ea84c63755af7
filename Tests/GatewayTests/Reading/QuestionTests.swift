import EventSourcing
import TestSupport
import Testing

@testable import Gateway

/// Each question, asked of a tenant with some life in it; that the answers have the described form
/// is checked for every answer (see `Contract`).
@Suite struct QuestionTests {
    @Test func `each question that is described has its answer`() async throws {
        let stage = try await Stage.make()
        let lively = try await LivelyClub.make(on: stage)
        let knockout = try await PlayedTournament.make(
            on: stage, players: 4, ["format": "single-elimination"]
        ).started()
        try await knockout.play(1)
        try await knockout.finish(1, boards: 2)
        let paths = try await stage.nobody.get("/openapi.json").json["paths"]?.members ?? [:]
        let questions = paths.keys.filter {
            $0.hasPrefix("/v1/") && paths[$0]?["get"] != nil
                && !["/v1/stream", "/v1/commands/{command}"].contains($0)
        }
        #expect(questions.count >= 12)
        for path in questions {
            let person = path.contains("/waitlist/") ? lively.waiting : lively.member
            let address = path.replacing("{club}", with: lively.club)
                .replacing("{school}", with: stage.tenant.school)
                .replacing("{person}", with: person)
                .replacing("{tournament}", with: knockout.tournament)
                .replacing("{round}", with: "1").replacing("{board}", with: "1")
            let answer = try await stage.current(address, as: stage.admin)
            try answer.expect(200)
            if answer[header: "ETag"] == nil, path != "/v1/clubs", answer.items.isEmpty {
                #expect(try answer.json["items"] == nil, "an empty list shows nothing: \(path)")
            }
            let past = try await stage.current(
                address + "?asOf=@\(stage.head())", as: stage.admin)
            #expect(past.body == answer.body, "the present is the past of now: \(path)")
        }
    }

    @Test func `each state of a request can be asked for`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club(["joinPolicy": "approval"])
        try await stage.ask(stage.student(), club, newID()).expect(202)
        let declined = newID()
        try await stage.ask(stage.student(), club, declined).expect(202)
        try await stage.decline(declined).expect(200)
        for (state, count) in [("open", 1), ("declined", 1), ("withdrawn", 0)] {
            let list = try await stage.current(
                "/v1/clubs/\(club)/join-requests?state=\(state)", as: stage.asLead)
            #expect(list.items.count == count, "\(state): \(list)")
        }
    }

    @Test func `who may see a club, its people and its queue`() async throws {
        let stage = try await Stage.make()
        let club = try await stage.club(["visibility": "members"])
        let people = try await stage.students(2)
        try await stage.asLead.post("/v1/clubs/\(club)/members", ["person": .string(people[0])])
            .expect(201)
        let teacher = try await stage.adult(withRole: "teacher")
        let analyst = try await stage.adult(withRole: "analyst")
        for (path, seeing) in [
            ("", [stage.lead, people[0], teacher, stage.tenant.admin]),
            ("/members", [stage.lead, people[0], teacher, stage.tenant.admin]),
            ("/waitlist", [stage.lead, stage.tenant.admin]),
            ("/join-requests", [stage.lead, stage.tenant.admin]),
            ("/invites", [stage.lead, stage.tenant.admin]),
            (
                "/members/\(people[0])/history",
                [stage.lead, people[0], teacher, stage.tenant.admin]
            ),
        ] {
            for person in [stage.lead, stage.tenant.admin, teacher, analyst] + people {
                let answer = try await stage.current(
                    "/v1/clubs/\(club)\(path)", as: stage.caller(person))
                #expect(
                    answer.status == (seeing.contains(person) ? 200 : 404), "\(path): \(answer)")
            }
        }
    }

    @Test func `of a person, classmates see nothing, club-mates the name, and staff everything`()
        async throws
    {
        let stage = try await Stage.make()
        let (club, person) = try await stage.clubWithMember()
        let mate = try await stage.student()
        try await stage.join(mate, club).expect(201)
        let address = "/v1/people/\(person)"
        let classmate = stage.caller(try await stage.student())
        try await stage.current(address, as: classmate).expectProblem(404, "not-found")
        let named = try await stage.current(address, as: stage.caller(mate))
        try named.expect(200)
        #expect(Set(try named.json.members.keys) == ["person", "displayName"])
        let teacher = stage.caller(try await stage.adult(withRole: "teacher"))
        for caller in [teacher, stage.caller(person)] {
            let whole = try await stage.current(address, as: caller)
            #expect(try whole.json["ageBand"] == "16-17")
        }
        try await stage.current(address + "/memberships", as: stage.caller(mate))
            .expectProblem(404, "not-found")
    }
}

/// A club with everything that a question can show.
struct LivelyClub {
    let club: String
    let member: String
    let waiting: String

    static func make(on stage: Stage) async throws -> LivelyClub {
        let (club, member) = try await stage.clubWithMember([
            "capacity": 2, "groups": ["blue"], "interests": ["chess"], "languages": ["en"],
            "ageBands": ["16-17", "adult"], "summary": "We play.",
        ])
        let lead = stage.asLead
        let address = "/v1/clubs/\(club)"
        let mate = try await stage.student()
        try await stage.join(mate, club).expect(201)
        try await lead.post(address + "/groups/blue/members", ["person": .string(member)])
            .expect(201)
        try await lead.post(
            address + "/buddies", ["newcomer": .string(member), "buddy": .string(mate)]
        ).expect(201)
        try await lead.post(address + "/roles", ["person": .string(member), "role": "captain"])
            .expect(201)
        try await stage.suspend(mate, in: club, until: moment(in: 86_400)).expect(200)
        let waiting = try await stage.student()
        try await stage.join(waiting, club).expect(201)
        try await stage.join(stage.student(), club).expect(201)
        try await stage.invite(to: club, ["role": "officer"]).expect(201)
        try await lead.send("PATCH", address, ["joinPolicy": "approval"]).expect(200)
        try await stage.caller(stage.student()).post(
            address + "/members", ["answers": "I play at home."]
        ).expect(202)
        try await stage.term("Autumn", "2027-09-01", "2027-12-17").expect(201)
        try await lead.post(address + "/tournaments", PlayedTournament.scheduling).expect(201)
        return LivelyClub(club: club, member: member, waiting: waiting)
    }
}
