import Catalog
import EventSourcing

/// The promises of a log, checked event by event.
///
/// It keeps a number for each stream, and nothing of the events.
package struct LogVerification: Sendable {
    package private(set) var faults = Faults()
    package private(set) var count = 0
    private var versions: [StreamName: Int] = [:]
    private var recordedAt: Timestamp?
    private let codec: EventCodec
    package private(set) var position = Position.start

    package init(codec: EventCodec = .catalog) { self.codec = codec }

    package var streamCount: Int { versions.count }

    package mutating func check(_ event: Recorded<EncodedEvent>) {
        count += 1
        if event.position != position.next {
            faults.add("position \(position.next) is missing before \(event.position)")
        }
        let version = versions[event.stream, default: 0] + 1
        if event.version != version {
            faults.add(
                "position \(event.position): \(event.stream) goes on with version "
                    + "\(event.version) instead of \(version)")
        }
        if let recordedAt, event.recordedAt < recordedAt {
            faults.add("position \(event.position) was recorded before the one in front of it")
        }
        do {
            _ = try codec.decode(event.event)
        } catch {
            faults.add("position \(event.position): \(error)")
        }
        position = event.position
        versions[event.stream] = event.version
        recordedAt = event.recordedAt
    }

    /// - Parameter beyond: The first event behind those that were checked.
    package mutating func end(at head: Position, beyond: Position?) {
        if let beyond, beyond > head {
            faults.add("position \(beyond) lies beyond the head, which is at \(head)")
        } else if beyond == nil, position < head {
            faults.add("the events after position \(position) are missing")
        }
    }
}
