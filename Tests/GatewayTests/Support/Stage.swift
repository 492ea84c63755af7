import EventSourcing
import Foundation
import TestSupport
import Testing

/// A tenant with its school, its admin and an adult who leads clubs: what most tests begin with.
///
/// Everything is done by HTTP, as users do it, and waits for the read models of the service.
struct Stage {
    let service: TestAddress
    let tenant: TestTenant
    /// Registered for everybody: an adult with the tenant's role `organizer`.
    let lead: String

    static func make() async throws -> Stage {
        try await make(on: TestAddress(SharedService.shared.service))
    }

    static func make(on service: TestAddress) async throws -> Stage {
        let tenant = try await service.installation.makeTenant()
        let admin = service.caller(tenant.admin, of: tenant)
        let lead = try await register("adult", at: tenant.school, by: admin)
        let appointed = try await admin.post(
            "/v1/people/\(lead)/roles", ["role": "organizer"])
        try appointed.expect(201)
        let stage = Stage(service: service, tenant: tenant, lead: lead)
        try await stage.settle(appointed)
        return stage
    }

    /// Waits until the read models show what a command has done; the lead's budget is spared.
    private func settle(_ answer: TestAnswer) async throws {
        guard let position = answer.position else { throw StageFailure("no position: \(answer)") }
        try await admin.get("/v1/me", atLeast: position).expect(200)
    }

    var admin: TestCaller { caller(tenant.admin) }
    var nobody: TestCaller { service.nobody }

    func caller(_ person: String) -> TestCaller { service.caller(person, of: tenant) }

    /// A student who decides for themselves.
    func student(_ fields: JSONValue = [:]) async throws -> String {
        try await Self.register("student", at: tenant.school, by: admin, fields)
    }

    func students(_ count: Int) async throws -> [String] {
        let made = try await inParallel(Array(0..<count)) { _ in try await student() }
        return made
    }

    func adult(_ fields: JSONValue = [:]) async throws -> String {
        try await Self.register("adult", at: tenant.school, by: admin, fields)
    }

    /// An adult with a role in the tenant.
    func adult(withRole role: String) async throws -> String {
        let person = try await adult()
        try await admin.post("/v1/people/\(person)/roles", ["role": .string(role)]).expect(201)
        return person
    }

    /// A club that `lead` leads: open, and visible to the school.
    func club(_ fields: JSONValue = [:]) async throws -> String {
        let club = UUID().uuidString.lowercased()
        let founding: JSONValue = [
            "club": .string(club), "hostSchool": .string(tenant.school),
            "slug": .string("c-" + club), "name": "Chess Club", "timeZone": "Europe/London",
            "leads": [.string(lead)],
        ]
        let founded = try await caller(lead).post("/v1/clubs", founding.merging(fields))
        try founded.expect(201)
        try await settle(founded)
        return club
    }

    /// Somebody joins by themselves.
    @discardableResult
    func join(_ person: String, _ club: String) async throws -> TestAnswer {
        try await caller(person).post("/v1/clubs/\(club)/members", [:])
    }

    /// A club with one seat that is taken, and a student who waits, with a seat on offer or not.
    func queue(_ fields: JSONValue = [:]) async throws -> (club: String, waiting: String) {
        let club = try await club(fields.merging(["capacity": 1]))
        try await join(student(), club).expect(201)
        let waiting = try await student()
        try await join(waiting, club).expect(201)
        return (club, waiting)
    }

    /// A second seat, which policy `seat-offers` or the lead offers to whoever is next.
    ///
    /// - Returns: The offer.
    func offerSeat(in club: String, to person: String) async throws -> String {
        let offer = UUID().uuidString.lowercased()
        try await setCapacity(of: club, to: 2)
        let answer = try await caller(lead).post(
            "/v1/clubs/\(club)/seat-offers",
            ["offer": .string(offer), "person": .string(person)])
        try answer.expect(answer.status == 200 ? 200 : 201)
        // The policy may have been faster.
        return try await openOffer(in: club, to: person)
    }

    private func openOffer(in club: String, to person: String) async throws -> String {
        let list = try await waitlist(of: club)
        guard let offer = list.first(where: { $0["person"]?.string == person })?["offer"]?.string
        else { throw StageFailure("\(person) has no offer: \(list)") }
        return offer
    }

    func waitlist(of club: String) async throws -> [JSONValue] {
        try await current("/v1/clubs/\(club)/waitlist", as: caller(lead)).items
    }

    func setCapacity(of club: String, to capacity: Int64) async throws {
        let tag = try await tag(of: club)
        try await caller(lead).send(
            "PUT", "/v1/clubs/\(club)/capacity", ["capacity": .integer(capacity)],
            headers: ["If-Match": tag]
        ).expect(200)
    }

    /// The club's tag for `If-Match`, as it is when everything so far is shown.
    func tag(of club: String) async throws -> String {
        let answer = try await current("/v1/clubs/\(club)", as: caller(lead))
        guard let tag = answer[header: "ETag"] else { throw StageFailure("no tag: \(answer)") }
        return tag
    }

    /// A question that is answered when the read models show all that has been written.
    func current(_ path: String, as caller: TestCaller) async throws -> TestAnswer {
        try await caller.get(path, atLeast: head())
    }

    /// Where the tenant's log stands: told by a dry run, which is as current as a write.
    func head() async throws -> Int {
        let answer = try await admin.post(
            "/v1/people/\(tenant.admin)/roles", ["role": "admin"],
            headers: ["Prefer": "dry-run"])
        guard let head = answer[header: "Clubs-Position"].flatMap(Int.init) else {
            throw StageFailure("no position: \(answer)")
        }
        return head
    }

    private static func register(
        _ kind: String, at school: String, by admin: TestCaller, _ fields: JSONValue = [:]
    ) async throws -> String {
        try await registering(kind, at: school, by: admin, fields).person
    }

    /// A student as `student`, and where the log stood then.
    func newcomer() async throws -> (person: String, position: Int) {
        let (person, answer) = try await Self.registering("student", at: tenant.school, by: admin)
        guard let position = answer.position else { throw StageFailure("no position: \(answer)") }
        return (person, position)
    }

    private static func registering(
        _ kind: String, at school: String, by admin: TestCaller, _ fields: JSONValue = [:]
    ) async throws -> (person: String, answer: TestAnswer) {
        let person = UUID().uuidString.lowercased()
        let registration: JSONValue = [
            "person": .string(person), "school": .string(school), "kind": .string(kind),
            "ageBand": kind == "adult" ? "adult" : "16-17",
            "displayName": .string("Somebody \(person.prefix(4))"),
        ]
        let answer = try await admin.post("/v1/people", registration.merging(fields))
        try answer.expect(201)
        return (person, answer)
    }
}

extension TestCaller {
    /// Reads what includes this position, and asks again where a busy machine is behind.
    func get(_ path: String, atLeast position: Int) async throws -> TestAnswer {
        while true {
            let answer = try await get(path, headers: ["Clubs-At-Least": "\(position)"])
            guard answer.code == "projection-behind" else { return answer }
        }
    }
}

/// Where a service answers, in a process of its own or in the test's.
struct TestAddress: Sendable {
    let address: String
    let installation: TestInstallation

    init(address: String, installation: TestInstallation) {
        self.address = address
        self.installation = installation
    }

    init(_ service: TestService) {
        self.init(address: service.address, installation: service.installation)
    }

    func caller(_ person: String, of tenant: TestTenant) -> TestCaller {
        let keys = installation.keys
        return bearer { try keys.token(person: person, tenant: tenant.id) }
    }

    var nobody: TestCaller { bearer { nil } }

    /// Whoever bears this token; every answer is held against the contract.
    func bearer(_ token: @escaping @Sendable () throws -> String?) -> TestCaller {
        TestCaller(
            address, examine: { try await Contract.shared.check($0, $1, $2) }, token: token)
    }
}

struct StageFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
