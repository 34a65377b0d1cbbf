using MudBlazor;

namespace MeshLab.Web.Layout;

/// <summary>
/// The look of MeshLab: teal ink on cool paper by day, the same hue lifted on slate by night. Every text colour has a contrast of
/// at least 4.5:1 on the surfaces it is used on. Fonts are those of the system: nothing is fetched.
/// </summary>
internal static class MeshLabTheme
{
    private static readonly string[] SystemFonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif"];

    /// <summary>The theme of both modes.</summary>
    public static MudTheme Create() => new()
    {
        PaletteLight = Light(),
        PaletteDark = Dark(),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px", DrawerWidthLeft = "15.5rem", AppbarHeight = "56px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = SystemFonts, FontSize = "0.9375rem", LineHeight = "1.55", LetterSpacing = "normal" },
            H1 = new H1Typography { FontFamily = SystemFonts, FontSize = "2rem", FontWeight = "650", LineHeight = "1.2", LetterSpacing = "-0.015em" },
            H2 = new H2Typography { FontFamily = SystemFonts, FontSize = "1.5rem", FontWeight = "650", LineHeight = "1.25", LetterSpacing = "-0.01em" },
            H3 = new H3Typography { FontFamily = SystemFonts, FontSize = "1.25rem", FontWeight = "650", LineHeight = "1.3", LetterSpacing = "-0.01em" },
            H4 = new H4Typography { FontFamily = SystemFonts, FontSize = "1.125rem", FontWeight = "650", LineHeight = "1.35", LetterSpacing = "normal" },
            H5 = new H5Typography { FontFamily = SystemFonts, FontSize = "1.0625rem", FontWeight = "650", LineHeight = "1.4", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = SystemFonts, FontSize = "1rem", FontWeight = "650", LineHeight = "1.4", LetterSpacing = "normal" },
            Subtitle1 = new Subtitle1Typography { FontFamily = SystemFonts, FontSize = "1rem", FontWeight = "600", LetterSpacing = "normal" },
            Subtitle2 = new Subtitle2Typography { FontFamily = SystemFonts, FontSize = "0.875rem", FontWeight = "600", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = SystemFonts, FontSize = "0.9375rem", LineHeight = "1.55", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = SystemFonts, FontSize = "0.875rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = SystemFonts, FontSize = "0.875rem", FontWeight = "600", LetterSpacing = "normal", TextTransform = "none" },
            Caption = new CaptionTypography { FontFamily = SystemFonts, FontSize = "0.8125rem", LetterSpacing = "normal" },
            Overline = new OverlineTypography { FontFamily = SystemFonts, FontSize = "0.75rem", FontWeight = "600", LetterSpacing = "0.06em", LineHeight = "1.6" },
        },
    };

    private static PaletteLight Light() => new()
    {
        Primary = "#0A6B69",
        PrimaryContrastText = "#FFFFFF",
        Secondary = "#8F4418",
        SecondaryContrastText = "#FFFFFF",
        Tertiary = "#46589E",
        TertiaryContrastText = "#FFFFFF",
        Info = "#1C5CB8",
        Success = "#19703E",
        Warning = "#8A5200",
        WarningContrastText = "#FFFFFF",
        Error = "#B0261D",
        Dark = "#25333E",
        TextPrimary = "#14212B",
        TextSecondary = "#4A5965",
        TextDisabled = "#84919C",
        ActionDefault = "#4A5965",
        ActionDisabled = "#9AA6AF",
        ActionDisabledBackground = "#E4E9ED",
        Background = "#F4F7F8",
        BackgroundGray = "#EAEFF1",
        Surface = "#FFFFFF",
        AppbarBackground = "#FFFFFF",
        AppbarText = "#14212B",
        DrawerBackground = "#FAFCFC",
        DrawerText = "#33434F",
        DrawerIcon = "#51636F",
        LinesDefault = "#DAE2E7",
        LinesInputs = "#84939E",
        Divider = "#DAE2E7",
        DividerLight = "#E8EDF0",
        TableLines = "#E3E9ED",
        TableStriped = "#F6F9FA",
        TableHover = "#EEF4F5",
        Skeleton = "#E3E9ED",
    };

    private static PaletteDark Dark() => new()
    {
        Primary = "#4CC9C0",
        PrimaryContrastText = "#04211F",
        Secondary = "#F0A878",
        SecondaryContrastText = "#2B1405",
        Tertiary = "#A9B8F6",
        TertiaryContrastText = "#0F1838",
        Info = "#82B6FF",
        InfoContrastText = "#06203F",
        Success = "#62D397",
        SuccessContrastText = "#04240F",
        Warning = "#F2B95C",
        WarningContrastText = "#2B1A00",
        Error = "#FF9087",
        ErrorContrastText = "#3A0906",
        Dark = "#2A3744",
        TextPrimary = "#E6EDF2",
        TextSecondary = "#A9B7C2",
        TextDisabled = "#71808C",
        ActionDefault = "#A9B7C2",
        ActionDisabled = "#5C6975",
        ActionDisabledBackground = "#212C36",
        Background = "#0D1319",
        BackgroundGray = "#10171E",
        Surface = "#141C24",
        AppbarBackground = "#141C24",
        AppbarText = "#E6EDF2",
        DrawerBackground = "#10171E",
        DrawerText = "#C3CED7",
        DrawerIcon = "#93A3AF",
        LinesDefault = "#27343F",
        LinesInputs = "#6B7B88",
        Divider = "#27343F",
        DividerLight = "#1E2932",
        TableLines = "#222E38",
        TableStriped = "#172029",
        TableHover = "#1B2630",
        Skeleton = "#222E38",
    };
}
