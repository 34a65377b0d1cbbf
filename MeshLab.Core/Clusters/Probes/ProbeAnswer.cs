using System.Net;

namespace MeshLab.Core.Clusters.Probes;

/// <summary>What a probe's question was answered with.</summary>
/// <param name="Answered">Whether it was answered with success.</param>
/// <param name="Status">The HTTP status when it was not; null when there was no answer.</param>
/// <param name="Message">Why it was not, for people; null when it was.</param>
internal readonly record struct ProbeAnswer(bool Answered, HttpStatusCode? Status, string? Message);
