import EventSourcing
import Foundation
import Testing

@Suite struct UUIDTextTests {
    @Test func `a UUID reads and writes as Foundation does it, in lower case`() {
        for _ in 0..<1000 {
            let id = UUID()
            #expect(id.text == id.uuidString.lowercased())
            #expect(UUID(text: id.text) == id && UUID(text: id.uuidString) == id)
        }
    }

    @Test(arguments: [
        "", "x", "01234567-89ab-cdef-0123-456789abcde", "01234567-89ab-cdef-0123-456789abcdef0",
        "0123456789ab-cdef-0123-456789abcdef01", "01234567-89ab-cdef-0123-456789abcdeg",
        "01234567 89ab-cdef-0123-456789abcdef", "é1234567-89ab-cdef-0123-456789abcde",
    ])
    func `what is no UUID is nothing`(text: String) {
        #expect(UUID(text: text) == nil && UUID(uuidString: text) == nil)
    }
}
