namespace AgentMail.Core.Validation;

/// <summary>Gathers all that is wrong with one request, so that it is answered at once and not error by error.</summary>
public sealed class ValidationErrors
{
    /// <summary>Enough to mend a request by; a hostile one must not buy an answer larger than itself.</summary>
    public const int MaxItems = 100;

    private readonly List<ValidationError> _items = [];

    /// <summary>What was found, in the order of finding; at most <see cref="MaxItems"/>.</summary>
    public IReadOnlyList<ValidationError> Items => _items;

    /// <summary>Whether the request is good so far.</summary>
    public bool IsEmpty => _items.Count == 0;

    /// <summary>Notes that the value at <paramref name="pointer"/> cannot be accepted.</summary>
    public void Add(JsonPointer pointer, string code, string detail)
    {
        if (_items.Count < MaxItems)
            _items.Add(new ValidationError(pointer.ToString(), code, detail));
    }

    /// <summary>Notes what a check of the value alone has found.</summary>
    public void Add(JsonPointer pointer, FieldProblem problem) => Add(pointer, problem.Code, problem.Detail);
}
