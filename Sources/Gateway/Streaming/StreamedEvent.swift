import EventSourcing
import NIOCore
import Synchronization

/// An event as it goes out to everybody: each form is written once, and its bytes are shared.
final class StreamedEvent: Sendable {
    private let recorded: Recorded<EncodedEvent>
    private let writings = Mutex<[Writing: ByteBuffer]>([:])
    private let onWriting: @Sendable () -> Void

    private struct Writing: Hashable {
        let form: StreamForm
        let sight: StreamForm.Sight
    }

    /// - Parameter onWriting: Is called when bytes are made, and not when they are shared.
    init(_ recorded: Recorded<EncodedEvent>, onWriting: @escaping @Sendable () -> Void) {
        self.recorded = recorded
        self.onWriting = onWriting
    }

    var position: Position { recorded.position }
    /// In bytes, as the log has its fields.
    var size: Int { recorded.event.data.count }

    func bytes(_ form: StreamForm, seen sight: StreamForm.Sight) -> ByteBuffer {
        writings.withLock { writings in
            let writing = Writing(form: form, sight: sight)
            if let made = writings[writing] { return made }
            onWriting()
            let bytes = ByteBuffer(string: form.line(recorded, seen: sight))
            writings[writing] = bytes
            return bytes
        }
    }
}
