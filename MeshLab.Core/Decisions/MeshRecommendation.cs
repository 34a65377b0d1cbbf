namespace MeshLab.Core.Decisions;

/// <summary>What to look at first, and why.</summary>
/// <param name="Option">The choice.</param>
/// <param name="Because">The reason that decided, as the comparison's table gives it.</param>
/// <param name="Reasons">What in the answers led there.</param>
/// <param name="Cautions">What to settle before it is installed; may be empty.</param>
/// <param name="Others">Every other option, the nearest first, with the reason it comes after.</param>
public sealed record MeshRecommendation(
    MeshOption Option,
    string Because,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<string> Cautions,
    IReadOnlyList<RejectedOption> Others)
{
    /// <summary>Each other answer to a single question that would lead to another choice.</summary>
    public IReadOnlyList<WhatIf> Changes { get; init; } = [];
}

/// <summary>An answer that would change the choice.</summary>
/// <param name="Answer">The other answer, as a sentence, e.g. <c>Cilium is the CNI.</c></param>
/// <param name="Option">What would be chosen then.</param>
public sealed record WhatIf(string Answer, MeshOption Option);

/// <summary>An option that was not chosen.</summary>
/// <param name="Option">Which one.</param>
/// <param name="Why">Why it comes after.</param>
public sealed record RejectedOption(MeshOption Option, string Why);
