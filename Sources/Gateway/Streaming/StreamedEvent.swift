import EventSourcing
import NIOCore
import Synchronization

/// An event as it goes out to everybody: each form is written once, and its bytes are shared.
final class StreamedEvent: Sendable {
    private let recorded: Recorded<EncodedEvent>
    /// Whether it happened to a draft of a round, and is told to arbiters alone.
    private let isOfDraft: Bool
    private let writings = Mutex<[Writing: ByteBuffer]>([:])
    private let onWriting: @Sendable () -> Void

    private struct Writing: Hashable {
        let form: StreamForm
        let withData: Bool
    }

    /// - Parameter onWriting: Is called when bytes are made, and not when they are shared.
    init(
        _ recorded: Recorded<EncodedEvent>, isOfDraft: Bool,
        onWriting: @escaping @Sendable () -> Void
    ) {
        self.recorded = recorded
        self.isOfDraft = isOfDraft
        self.onWriting = onWriting
    }

    var position: Position { recorded.position }
    /// In bytes, as the log has its fields.
    var size: Int { recorded.event.data.count }

    /// - Returns: Nothing for those who are not told of it.
    func bytes(_ form: StreamForm, seen sight: StreamForm.Sight) -> ByteBuffer? {
        guard !isOfDraft || sight.showsDrafts else { return nil }
        return writings.withLock { writings in
            let writing = Writing(form: form, withData: sight.showsPeople)
            if let made = writings[writing] { return made }
            onWriting()
            let bytes = ByteBuffer(string: form.line(recorded, withData: writing.withData))
            writings[writing] = bytes
            return bytes
        }
    }
}
