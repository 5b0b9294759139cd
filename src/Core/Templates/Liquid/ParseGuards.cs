using Fluid.Ast;
using Parlot;
using Parlot.Fluent;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>Counts how deep parsing goes and lets a part be looked at once it is read.</summary>
internal abstract class ParseGuard<T>(Parser<T> inner) : Parser<T>
{
    public override bool Parse(ParseContext context, ref ParseResult<T> result)
    {
        var liquid = (LiquidParseContext)context;
        var start = context.Scanner.Cursor.Offset;
        liquid.Enter();
        var read = Read(inner, liquid, ref result);
        liquid.Leave();
        if (read)
            result.Set(result.Start, result.End, Accept(result.Value, context.Scanner.Cursor.Offset - start, liquid));
        return read;
    }

    protected virtual bool Read(Parser<T> parser, LiquidParseContext context, ref ParseResult<T> result) => parser.Parse(context, ref result);

    protected abstract T Accept(T value, int length, LiquidParseContext context);
}

/// <summary>One operand: a variable, a literal, a range.</summary>
internal sealed class OperandGuard(Parser<Expression> inner) : ParseGuard<Expression>(inner)
{
    protected override Expression Accept(Expression value, int length, LiquidParseContext context) => ++context.Operands > LiquidBounds.MaxOperands
        ? throw new LiquidBoundException($"A tag has at most {LiquidBounds.MaxOperands} operands; split the condition.")
        : TimedOperand.Of(BoundedRange.Of(value));
}

/// <summary>An expression with its filters.</summary>
internal sealed class ExpressionGuard(Parser<Expression> inner) : ParseGuard<Expression>(inner)
{
    protected override bool Read(Parser<Expression> parser, LiquidParseContext context, ref ParseResult<Expression> result)
    {
        context.Operands = 0;
        return base.Read(parser, context, ref result);
    }

    protected override Expression Accept(Expression value, int length, LiquidParseContext context)
    {
        if (length > LiquidBounds.MaxExpression)
            throw new LiquidBoundException($"An expression has at most {LiquidBounds.MaxExpression} characters; split it with 'assign'.");
        for (var filter = value as FilterExpression; filter is not null; filter = filter.Input as FilterExpression)
        {
            if (!LiquidFilters.Options.Filters.TryGetValue(filter.Name, out _))
                throw new LiquidBoundException($"There is no filter '{filter.Name}'; {LiquidFilters.InsteadOf(filter.Name)}.");
        }
        return value;
    }
}

/// <summary>A tag with all that belongs to it.</summary>
internal sealed class TagGuard(Parser<Statement> inner) : ParseGuard<Statement>(inner)
{
    protected override bool Read(Parser<Statement> parser, LiquidParseContext context, ref ParseResult<Statement> result)
    {
        context.Operands = 0;
        return base.Read(parser, context, ref result);
    }

    protected override Statement Accept(Statement value, int length, LiquidParseContext context) => value;
}

/// <summary>Statements one after another: where each is replaced by its bounded kind.</summary>
internal sealed class BlockGuard(Parser<IReadOnlyList<Statement>> inner) : ParseGuard<IReadOnlyList<Statement>>(inner)
{
    protected override bool Read(Parser<IReadOnlyList<Statement>> parser, LiquidParseContext context, ref ParseResult<IReadOnlyList<Statement>> result)
    {
        var operands = context.Operands;
        var read = base.Read(parser, context, ref result);
        context.Operands = operands;
        return read;
    }

    protected override IReadOnlyList<Statement> Accept(IReadOnlyList<Statement> value, int length, LiquidParseContext context)
    {
        // A block that ends elsewhere ends at a tag that does not exist; the tag around it would only say that its own end is missing.
        if (!UnreadTag.IsPartOfBlock(context.Rest()))
            throw new LiquidBoundException(UnreadTag.Explain(context.Rest(), LiquidParser.Known));
        return [.. (value ?? []).Select(BoundedStatement.Of)];
    }
}
