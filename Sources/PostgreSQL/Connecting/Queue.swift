/// First in, first out, in amortised constant time.
struct Queue<Element> {
    /// Taken elements are forgotten in lots, so that taking one does not move the rest.
    private static var compactionThreshold: Int { 64 }

    private var elements: [Element?] = []
    private var head = 0

    var count: Int { elements.count - head }
    var isEmpty: Bool { head == elements.count }
    var first: Element? { isEmpty ? nil : elements[head] }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    mutating func prepend(_ element: Element) {
        if head > 0 {
            head -= 1
            elements[head] = element
        } else {
            elements.insert(element, at: 0)
        }
    }

    @discardableResult
    mutating func popFirst() -> Element? {
        guard !isEmpty else { return nil }
        defer {
            elements[head] = nil
            head += 1
            if head == elements.count {
                elements.removeAll(keepingCapacity: true)
                head = 0
            } else if head >= Self.compactionThreshold, head * 2 >= elements.count {
                elements.removeFirst(head)
                head = 0
            }
        }
        return elements[head]
    }

    /// Takes out the first element that fits; the others keep their order.
    mutating func remove(where fits: (Element) -> Bool) -> Element? {
        guard
            let place = elements.indices.dropFirst(head).first(where: { place in
                elements[place].map(fits) ?? false
            })
        else { return nil }
        return elements.remove(at: place)
    }

    /// The waiting elements, the next one first.
    var waiting: [Element] { elements[head...].compactMap { $0 } }

    mutating func removeAll() -> [Element] {
        defer { self = Queue() }
        return waiting
    }
}
