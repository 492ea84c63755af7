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
    package static let names = Set(levels.keys).union([
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

    /// - Throws: `UnfitSetting` where a value does not fit its field; a decided amendment always
    ///   fits.
    func applying(_ changes: [String: Tournament.FieldChange]) throws(UnfitSetting) -> Self {
        var fields = fields
        for (name, change) in changes { fields[name] = change.to == .null ? nil : change.to }
        do {
            return try JSONDecoder().decode(
                Self.self, from: try JSONEncoder().encode(JSONValue.object(fields)))
        } catch {
            throw UnfitSetting(error)
        }
    }
}

/// A value that its setting cannot have.
struct UnfitSetting: Error {
    let setting: String
    /// Behind the setting's name: `takes a whole number`.
    let reason: String

    fileprivate init(_ error: any Error) {
        switch error as? DecodingError {
        case .typeMismatch(let type, let context):
            self.init(context.codingPath, "takes \(Self.name(of: type))")
        case .valueNotFound(_, let context):
            self.init(context.codingPath, "cannot be empty")
        case .keyNotFound(let key, let context):
            self.init(context.codingPath + [key], "cannot be empty")
        case .dataCorrupted(let context):
            self.init(context.codingPath, "has a wrong value: \(context.debugDescription)")
        default:
            self.init([], "has a wrong value: \(error)")
        }
    }

    /// - Parameter path: To the value: the setting, and the place in it.
    private init(_ path: [any CodingKey], _ reason: String) {
        setting = path.first?.stringValue ?? ""
        let inside = path.dropFirst().map { $0.intValue.map { "\($0 + 1)" } ?? $0.stringValue }
        self.reason = (inside.isEmpty ? "" : "in \(inside.joined(separator: ", ")) ") + reason
    }

    private static func name(of type: Any.Type) -> String {
        switch type {
        case is any BinaryInteger.Type: "a whole number"
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is any ExpressibleByDictionaryLiteral.Type: "an object"
        case is any ExpressibleByArrayLiteral.Type: "a list"
        default: "another value"
        }
    }
}
