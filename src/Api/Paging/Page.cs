using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Api.Paging;

/// <summary>Part of a list.</summary>
/// <param name="Items">The items of this page.</param>
/// <param name="NextCursor">Give it as <c>cursor</c> to read on; null at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    public Page<TOther> Select<TOther>(Func<T, TOther> map) => new([.. Items.Select(map)], NextCursor);
}

internal static class Paging
{
    private static readonly MethodInfo CompareTo = typeof(string).GetMethod(nameof(string.CompareTo), [typeof(string)])!;

    /// <summary>The page that was asked for, in the order of a key that no two items share.</summary>
    public static Task<Page<T>> ToPageAsync<T>(this IQueryable<T> items, Expression<Func<T, string>> key, PageRequest page, CancellationToken ct) =>
        TakeAsync(items.After(key, page, Expression.GreaterThan).OrderBy(key), key, page, ct);

    /// <summary>The same backwards: for ids that ascend with time, the newest first.</summary>
    public static Task<Page<T>> ToPageNewestFirstAsync<T>(this IQueryable<T> items, Expression<Func<T, string>> key, PageRequest page, CancellationToken ct) =>
        TakeAsync(items.After(key, page, Expression.LessThan).OrderByDescending(key), key, page, ct);

    // One more than asked for tells whether there is a next page.
    private static async Task<Page<T>> TakeAsync<T>(IQueryable<T> ordered, Expression<Func<T, string>> key, PageRequest page, CancellationToken ct)
    {
        var rows = await ordered.Take(page.Limit + 1).ToListAsync(ct);
        return rows.Count <= page.Limit ? new(rows, null) : new(rows.GetRange(0, page.Limit), Cursor.Encode(key.Compile(preferInterpretation: true)(rows[page.Limit - 1])));
    }

    // Built by hand because the database compares, in its own collation, and C# has no operator for that.
    private static IQueryable<T> After<T>(
        this IQueryable<T> items, Expression<Func<T, string>> key, PageRequest page, Func<Expression, Expression, BinaryExpression> comparison)
    {
        if (page.After.Length == 0)
            return items;
        var after = Expression.Property(Expression.Constant(page), nameof(PageRequest.After));
        var compared = Expression.Call(key.Body, CompareTo, after);
        return items.Where(Expression.Lambda<Func<T, bool>>(comparison(compared, Expression.Constant(0)), key.Parameters));
    }
}
