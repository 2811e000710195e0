namespace Plimsoll.Unminify.Naming;

/// <summary>Which part of a phrase is meant.</summary>
internal enum PhrasePart : byte
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>All but the first word: `item` of `get item`.</summary>
    Rest,

    /// <summary>The last word.</summary>
    Last,

    /// <summary>The first word.</summary>
    First,

    /// <summary>One of many: `item` of `items`.</summary>
    One,
}
