using MeshLab.Core.Roadmap;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>Keeps the filter and the browser's address alike: a link and the back button set the filter, and typing sets the address.</summary>
internal sealed class ChecklistAddress
{
    private readonly List<RoadmapFilter> _gone = [];
    private RoadmapFilter _seen = RoadmapFilter.Everything;

    /// <summary>What to show.</summary>
    internal RoadmapFilter Filter { get; private set; } = RoadmapFilter.Everything;

    /// <summary>The task that an address leads to; null for none.</summary>
    internal static string? TaskIn(string address) => new Uri(address).Fragment is { Length: > 1 } fragment ? Uri.UnescapeDataString(fragment[1..]) : null;

    /// <summary>Takes the filter from the address's query; says whether it changed.</summary>
    internal bool Follow(string? query, string? show)
    {
        var address = new RoadmapFilter(query ?? "", Enum.TryParse<RoadmapShow>(show, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : RoadmapShow.All);
        if (address == _seen)
        {
            return false;
        }

        // The browser's echo of what was typed comes late: it must not put an older word back into the box.
        _seen = address;
        var echo = _gone.Remove(address);
        if (address == Filter)
        {
            _gone.Clear();
            return false;
        }

        if (!echo)
        {
            Filter = address;
        }

        return !echo;
    }

    /// <summary>Takes a filter and puts it into the address; says whether it changed.</summary>
    internal bool Go(RoadmapFilter filter, NavigationManager navigation)
    {
        if (filter == Filter)
        {
            return false;
        }

        Filter = filter;
        _gone.Add(filter);
        navigation.NavigateTo(
            navigation.GetUriWithQueryParameters(new Uri(navigation.Uri).GetLeftPart(UriPartial.Query), new Dictionary<string, object?>
            {
                ["q"] = filter.Text.Length > 0 ? filter.Text : null,
                ["show"] = filter.Show == RoadmapShow.All ? null : filter.Show.ToString().ToLowerInvariant(),
            }),
            replace: true);
        return true;
    }
}
