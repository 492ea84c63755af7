import EventSourcing
import HTTPTypes

/// One way to send a command: from this table come the routes, their checks and their document.
struct CommandRoute: Sendable {
    typealias Method = HTTPRequest.Method

    /// Where the stream of the command is found.
    enum Target: Sendable {
        /// A parameter of the path.
        case path(String)
        /// Something new: the body may name its id, or the command's own id becomes it.
        case new(String)
        /// The club that the thing in the path belongs to.
        case clubOf(Part)

        enum Part: String, Sendable {
            case request, offer, invite
        }
    }

    enum Success: Sendable {
        case ok
        /// Something new stands at this address.
        case created(String)
        case noContent
        /// 201 with a seat or a place in line, 202 while somebody has to decide.
        case seat
    }

    let method: Method
    /// Behind `/v1`, with `{parameters}`.
    let path: String
    let schema: WishSchema
    let target: Target
    /// Which fields of the command the path gives.
    let pathFields: [String]
    let success: Success

    /// What a body may hold: the command's fields without those that the path gives, and the new
    /// thing's id.
    let bodyFields: [Field]
    /// An id that the command needs and the caller may leave out: the command's own becomes it.
    let madeUpField: String?
    let parameterNames: [String]
    /// The stream's category.
    let category: String

    init(
        _ method: Method, _ path: String, _ type: String, on target: Target,
        pathFields: [String] = [], _ success: Success = .ok
    ) {
        guard let schema = WishSchema.named(type) else {
            preconditionFailure("\(type) is a command with a schema")
        }
        self.method = method
        self.path = path
        self.schema = schema
        self.target = target
        self.pathFields = pathFields
        self.success = success
        madeUpField = Self.madeUpFields[type]
        bodyFields = Self.bodyFields(
            schema, without: pathFields,
            mayName: [Self.newID(target), madeUpField].compactMap(\.self))
        parameterNames = Endpoint.parameterNames(of: path)
        category = String(type.prefix { $0 != "." })
    }

    private static let madeUpFields = ["school.open-term": "term", "club.issue-invite": "invite"]

    private static func newID(_ target: Target) -> String? {
        if case .new(let name) = target { name } else { nil }
    }

    private static func bodyFields(
        _ schema: WishSchema, without pathFields: [String], mayName ids: [String]
    ) -> [Field] {
        schema.fields.filter { !(pathFields + ids).contains($0.name) }
            + ids.map {
                .optional($0, .uuid, "Chosen by the caller; made up where it is left out.")
            }
    }

    /// What stands in the path as the field's value; nothing where it cannot stand there.
    func value(_ text: String, of field: String) -> JSONValue? {
        guard let type = schema.fields.first(where: { $0.name == field })?.type else { return nil }
        let value: JSONValue
        if case .integer = type {
            // One number has one address.
            guard let number = Int64(text), "\(number)" == text else { return nil }
            value = .integer(number)
        } else {
            value = .string(text)
        }
        guard type.errors(in: value, at: "").isEmpty else { return nil }
        return value
    }
}

extension CommandRoute {
    static let all = directory + clubs + joining + leadTools + tournaments

    private static let directory: [CommandRoute] = [
        CommandRoute(
            .post, "/schools", "school.register", on: .new("school"), .created("/schools/{school}")),
        CommandRoute(.put, "/schools/{school}/policy", "school.set-policy", on: .path("school")),
        CommandRoute(
            .post, "/schools/{school}/terms", "school.open-term", on: .path("school"),
            .created("/schools/{school}")),
        CommandRoute(
            .post, "/people", "person.register", on: .new("person"), .created("/people/{person}")),
        CommandRoute(.patch, "/people/{person}", "person.update-profile", on: .path("person")),
        CommandRoute(
            .put, "/people/{person}/interests", "person.declare-interests", on: .path("person")),
        CommandRoute(
            .post, "/people/{person}/roles", "person.assign-role", on: .path("person"),
            .created("/people/{person}")),
        CommandRoute(
            .delete, "/people/{person}/roles/{role}", "person.revoke-role", on: .path("person"),
            pathFields: ["role"], .noContent),
        CommandRoute(
            .post, "/people/{person}/deactivation", "person.deactivate", on: .path("person")),
        CommandRoute(
            .post, "/people/{person}/reactivation", "person.reactivate", on: .path("person")),
    ]

    private static let clubs: [CommandRoute] = [
        CommandRoute(.post, "/clubs", "club.found", on: .new("club"), .created("/clubs/{club}")),
        CommandRoute(.patch, "/clubs/{club}", "club.update-profile", on: .path("club")),
        CommandRoute(.put, "/clubs/{club}/capacity", "club.set-capacity", on: .path("club")),
        CommandRoute(
            .post, "/clubs/{club}/enrolment-windows", "club.open-enrolment", on: .path("club"),
            .created("/clubs/{club}")),
        CommandRoute(
            .delete, "/clubs/{club}/enrolment-windows", "club.close-enrolment", on: .path("club"),
            .noContent),
        CommandRoute(.post, "/clubs/{club}/archive", "club.archive", on: .path("club")),
        CommandRoute(.post, "/clubs/{club}/restoration", "club.restore", on: .path("club")),
    ]

    private static let joining: [CommandRoute] = [
        CommandRoute(.post, "/clubs/{club}/members", "club.join", on: .path("club"), .seat),
        CommandRoute(
            .post, "/join-requests/{request}/approval", "club.approve-join",
            on: .clubOf(.request), pathFields: ["request"]),
        CommandRoute(
            .post, "/join-requests/{request}/decline", "club.decline-join", on: .clubOf(.request),
            pathFields: ["request"]),
        CommandRoute(
            .post, "/join-requests/{request}/withdrawal", "club.withdraw-join",
            on: .clubOf(.request), pathFields: ["request"]),
        CommandRoute(
            .post, "/clubs/{club}/seat-offers", "club.offer-seat", on: .path("club"),
            .created("/clubs/{club}/waitlist")),
        CommandRoute(
            .post, "/seat-offers/{offer}/acceptance", "club.accept-seat", on: .clubOf(.offer),
            pathFields: ["offer"]),
        CommandRoute(
            .post, "/seat-offers/{offer}/decline", "club.decline-seat", on: .clubOf(.offer),
            pathFields: ["offer"]),
        CommandRoute(
            .put, "/clubs/{club}/waitlist/order", "club.reorder-waitlist", on: .path("club")),
    ]

    private static let leadTools: [CommandRoute] = [
        // Whoever ends a membership of their own leaves; a lead removes.
        CommandRoute(
            .delete, "/clubs/{club}/members/{person}", "club.leave", on: .path("club"),
            pathFields: ["person"], .noContent),
        CommandRoute(
            .post, "/clubs/{club}/members/{person}/removal", "club.remove-member",
            on: .path("club"), pathFields: ["person"]),
        CommandRoute(
            .post, "/clubs/{club}/members/{person}/suspension", "club.suspend-member",
            on: .path("club"), pathFields: ["person"]),
        CommandRoute(
            .delete, "/clubs/{club}/members/{person}/suspension", "club.lift-suspension",
            on: .path("club"), pathFields: ["person"], .noContent),
        CommandRoute(
            .post, "/clubs/{club}/invites", "club.issue-invite", on: .path("club"),
            .created("/clubs/{club}")),
        CommandRoute(
            .delete, "/invites/{invite}", "club.revoke-invite", on: .clubOf(.invite),
            pathFields: ["invite"], .noContent),
        CommandRoute(
            .post, "/clubs/{club}/roles", "club.assign-role", on: .path("club"),
            .created("/clubs/{club}")),
        CommandRoute(
            .delete, "/clubs/{club}/roles/{role}/{person}", "club.revoke-role", on: .path("club"),
            pathFields: ["role", "person"], .noContent),
        CommandRoute(
            .post, "/clubs/{club}/groups/{group}/members", "club.assign-to-group",
            on: .path("club"), pathFields: ["group"], .created("/clubs/{club}/members")),
        CommandRoute(
            .delete, "/clubs/{club}/members/{person}/group", "club.assign-to-group",
            on: .path("club"), pathFields: ["person"], .noContent),
        CommandRoute(
            .post, "/clubs/{club}/buddies", "club.assign-buddy", on: .path("club"),
            .created("/clubs/{club}/members")),
    ]
}
