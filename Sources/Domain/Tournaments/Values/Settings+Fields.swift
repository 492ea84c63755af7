import EventSourcing
import Foundation

/// The settings field by field, as amendments change them.
extension Tournament.Settings {
    /// How far a change after the start leaves what was promised. What is not named here is fixed
    /// once the first numbers are drawn.
    static let levels: [String: Tournament.Level] = [
        "name": .ok, "roundTimesLocal": .ok, "windowDays": .ok, "capacity": .ok,
        "lateEntryUntilRound": .ok, "autoConfirmHours": .ok, "eligibility": .ok,
        "resultRule": .ok, "startsAtLocal": .ok, "timeZone": .warn, "cadence": .warn,
        "rounds": .warn, "avoid": .warn, "maxRequestedHalfPointByes": .warn, "lateByeKind": .warn,
        "timeControl": .warn, "pairing": .warn, "tieBreaks": .breach, "scoring": .breach,
        "rated": .breach,
    ]

    /// Every field, those that are empty too.
    static let names = Set(levels.keys).union([
        "club", "format", "seed", "initialColour", "thirdPlaceGame",
    ])

    /// By name; what is empty is left out.
    var fields: [String: JSONValue] {
        do {
            let json = try JSONEncoder().encode(self)
            guard case .object(let fields) = try JSONDecoder().decode(JSONValue.self, from: json)
            else { preconditionFailure("settings are written as an object") }
            return fields
        } catch {
            preconditionFailure("settings are plain values and can be written as JSON: \(error)")
        }
    }

    /// Nothing where a value does not fit its field; a decided amendment always fits.
    func applying(_ changes: [String: Tournament.FieldChange]) -> Self? {
        var fields = fields
        for (name, change) in changes { fields[name] = change.to == .null ? nil : change.to }
        do {
            return try JSONDecoder().decode(
                Self.self, from: try JSONEncoder().encode(JSONValue.object(fields)))
        } catch {
            return nil
        }
    }
}
