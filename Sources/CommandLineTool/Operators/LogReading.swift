import ArgumentParser
import EventSourcing
import Foundation

/// How events are printed: a table for a person, CloudEvents for a program.
struct LogPrinting: ParsableArguments {
    @Flag(help: "Print each event as a CloudEvent, a line of JSON each.")
    var json = false

    func print(_ events: [Recorded<EncodedEvent>]) throws {
        guard !json else {
            for event in events { Terminal.print(try event.cloudEvent.line) }
            return
        }
        var table = Table("POSITION", "RECORDED", "STREAM", "VERSION", "EVENT", "BY", "DATA")
        for event in events {
            table.append(
                event.position.description, JSONValue.string(event.recordedAt.description).moment,
                event.stream.text, String(event.version), event.event.type,
                event.actor.capacity.rawValue, String(decoding: event.event.data, as: UTF8.self))
        }
        table.print(empty: "no events")
    }
}

extension Recorded where Event == EncodedEvent {
    /// CloudEvents 1.0 in the structured mode; the position is the sequence.
    var cloudEvent: JSONValue {
        get throws {
            let digits = position.description
            var event: [String: JSONValue] = [
                "specversion": "1.0",
                "id": .string(id.description),
                "source": .string("/tenants/\(tenant)"),
                "type": .string("clubs.\(self.event.type).v\(self.event.schema)"),
                "subject": .string(stream.text),
                "streamversion": .integer(Int64(version)),
                "sequence": .string(String(repeating: "0", count: 20 - digits.count) + digits),
                "time": .string(occurredAt.description),
                "recordedtime": .string(recordedAt.description),
                "authtype": .string(actor.capacity.rawValue),
                "correlationid": .string(correlation.description),
                "datacontenttype": "application/json",
                "data": try JSONDecoder().decode(JSONValue.self, from: Data(self.event.data)),
            ]
            event["authid"] = actor.person.map { .string($0.description) }
            event["causationid"] = causation.map { .string($0.description) }
            return .object(event)
        }
    }
}

extension StreamName: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}
