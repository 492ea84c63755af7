import Catalog
import EventSourcing

/// The promises of a log, checked event by event.
package struct LogVerification: Sendable {
    package private(set) var faults: [String] = []
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
            faults.append("position \(position.next) is missing before \(event.position)")
        }
        let version = versions[event.stream, default: 0] + 1
        if event.version != version {
            faults.append(
                "position \(event.position): \(event.stream) goes on with version "
                    + "\(event.version) instead of \(version)")
        }
        if let recordedAt, event.recordedAt < recordedAt {
            faults.append("position \(event.position) was recorded before the one in front of it")
        }
        do {
            _ = try codec.decode(event.event)
        } catch {
            faults.append("position \(event.position): \(error)")
        }
        position = event.position
        versions[event.stream] = event.version
        recordedAt = event.recordedAt
    }

    /// - Parameter beyond: The first event behind those that were checked.
    package mutating func end(at head: Position, beyond: Position?) {
        if let beyond, beyond > head {
            faults.append("position \(beyond) lies beyond the head, which is at \(head)")
        } else if beyond == nil, position < head {
            faults.append("the events after position \(position) are missing")
        }
    }
}
