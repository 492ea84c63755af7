import EventSourcing

/// Schema 1 kept what a club says of itself below `profile`; since 2 it stands among the other
/// fields.
struct ClubFoundedV1: Upcaster {
    let type = "club.founded"
    let from = 1

    func upcast(_ data: JSONValue) throws -> JSONValue {
        guard case .object(var fields) = data,
            case .object(let profile) = fields.removeValue(forKey: "profile")
        else { throw NotItsShape() }
        return .object(fields.merging(profile) { field, _ in field })
    }

    struct NotItsShape: Error {}
}
