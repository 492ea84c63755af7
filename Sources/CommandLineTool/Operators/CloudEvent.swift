import EventSourcing
import Foundation

/// An event as other systems take it: CloudEvents 1.0 in its JSON form.
struct CloudEvent {
    private let recorded: Recorded<EncodedEvent>

    init(_ recorded: Recorded<EncodedEvent>) { self.recorded = recorded }

    /// - Throws: `DecodingError` where the event's data are no JSON.
    var json: JSONValue {
        get throws {
            let data = try JSONDecoder().decode(JSONValue.self, from: Data(recorded.event.data))
            var event: JSONValue = [
                "specversion": "1.0", "id": .string(recorded.id.description),
                "source": .string("/tenants/\(recorded.tenant)"),
                "type": .string("clubs.\(recorded.event.type).v\(recorded.event.schema)"),
                "subject": .string(recorded.stream.text),
                "streamversion": .integer(Int64(recorded.version)),
                "sequence": .string(sequence), "time": .string(recorded.occurredAt.description),
                "recordedtime": .string(recorded.recordedAt.description),
                "authtype": .string(recorded.actor.capacity.rawValue),
                "correlationid": .string(recorded.correlation.description),
                "datacontenttype": "application/json", "data": data,
            ]
            event["authid"] = (recorded.actor.person?.description).map { .string($0) }
            event["causationid"] = (recorded.causation?.description).map { .string($0) }
            return event
        }
    }

    /// Padded, so that texts stand in the order of the positions.
    private var sequence: String {
        let digits = String(recorded.position.value)
        return String(repeating: "0", count: 20 - digits.count) + digits
    }
}

/// Prints events as they come: lines for a person, tabs or CloudEvents for a program.
struct EventPrinter {
    let json: Bool

    func print(_ recorded: Recorded<EncodedEvent>) throws {
        if json { return Terminal.print(try CloudEvent(recorded).json.line) }
        let style = Style.ofOutput
        let separator = Terminal.isInteractive ? "  " : "\t"
        let fields = [
            style.dim(String(recorded.position.value)), style.dim(recorded.recordedAt.description),
            style.cyan(recorded.event.type), recorded.stream.text,
            String(decoding: recorded.event.data, as: UTF8.self),
        ]
        Terminal.print(fields.joined(separator: separator))
    }

    /// One event with its whole envelope.
    func printInFull(_ recorded: Recorded<EncodedEvent>) throws {
        let event = try CloudEvent(recorded).json
        if json { return Terminal.print(try event.line) }
        FieldList(event).print()
    }
}
